/** A file to import, with its path inside what was dropped or chosen. */
export interface ImportFile {
  readonly path: string;
  readonly blob: Blob;
}
