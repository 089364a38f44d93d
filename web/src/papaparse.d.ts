// SPDX-License-Identifier: MIT
// What is used here of papaparse, which comes without types; others' types for it would bring those of Node along.
declare module "papaparse" {
  interface Parsed {
    data: string[][];
    errors: { code: string; row?: number }[];
    meta: { delimiter: string; cursor: number };
  }
  interface Options {
    delimiter?: string;
    delimitersToGuess?: string[];
    newline?: "\n";
    preview?: number;
    skipEmptyLines?: boolean;
    chunkSize?: number;
  }
  const Papa: {
    parse(text: string, options: Options & { chunk: (part: Parsed) => void }): void;
    parse(text: string, options: Options): Parsed;
  };
  export default Papa;
}
