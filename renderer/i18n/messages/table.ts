import { catalogue } from "../catalogue.ts";

/** Words of the row table. `row` counts from 1. */
export const tableWords = catalogue(
  {
    cell: (column: string, row: string) => `${column}, row ${row}`,
    newCell: (column: string) => `${column}, new row`,
    use: (row: string) => `Use row ${row}`,
    remove: (row: string) => `Remove row ${row}`,
    move: (row: string) => `Move row ${row}`,
    removeHint: "Remove this row",
    moveHint: "Drag to move",
  },
  {
    cell: (column: string, row: string) => `${column}, ligne ${row}`,
    newCell: (column: string) => `${column}, nouvelle ligne`,
    use: (row: string) => `Utiliser la ligne ${row}`,
    remove: (row: string) => `Retirer la ligne ${row}`,
    move: (row: string) => `Déplacer la ligne ${row}`,
    removeHint: "Retirer cette ligne",
    moveHint: "Faire glisser pour déplacer",
  },
);
