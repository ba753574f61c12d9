import { catalogue } from "../catalogue.ts";

/** The native menu: its groups, and what the system does by itself. */
export const menuTitles = catalogue(
  {
    groups: {
      app: "Envoi",
      file: "File",
      edit: "Edit",
      request: "Request",
      view: "View",
      go: "Go",
    },
    roles: {
      about: "About Envoi",
      quit: "Quit Envoi",
      undo: "Undo",
      redo: "Redo",
      cut: "Cut",
      copy: "Copy",
      paste: "Paste",
      selectAll: "Select all",
      zoomIn: "Zoom in",
      zoomOut: "Zoom out",
      resetZoom: "Actual size",
      togglefullscreen: "Full screen",
      toggleDevTools: "Developer tools",
    },
  },
  {
    groups: {
      app: "Envoi",
      file: "Fichier",
      edit: "Édition",
      request: "Requête",
      view: "Affichage",
      go: "Aller",
    },
    roles: {
      about: "À propos d’Envoi",
      quit: "Quitter Envoi",
      undo: "Annuler",
      redo: "Rétablir",
      cut: "Couper",
      copy: "Copier",
      paste: "Coller",
      selectAll: "Tout sélectionner",
      zoomIn: "Agrandir",
      zoomOut: "Réduire",
      resetZoom: "Taille réelle",
      togglefullscreen: "Plein écran",
      toggleDevTools: "Outils de développement",
    },
  },
);
