// SPDX-License-Identifier: MIT
// Writes dist/site/licences.txt: every program whose code the site holds, with its licence and the licence's text. Fails
// where one is not permissive, or has none.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url));

/** What may be taken along by anybody for anything, as long as the notice comes with it; OFL-1.1 is that for fonts. */
const permissive = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "NCSA", "OFL-1.1"];
permissive.push("Apache-2.0 WITH LLVM-exception");

/** Eigen's alone: file by file, and its files are used as they are. */
const excepted = { Eigen: "MPL-2.0" };

/** Whether an SPDX expression leaves a choice that is permissive: one of what `OR` joins, all of what `AND` joins. */
export function isPermissive(expression) {
  const bare = (text) => text.replace(/^\((.*)\)$/, "$1").trim();
  return bare(expression ?? "")
    .split(" OR ")
    .some((choice) =>
      bare(choice)
        .split(" AND ")
        .every((part) => permissive.includes(bare(part))),
    );
}

/** What is compiled into the module or comes inside of a package, and so stands in no package.json. */
export const native = [
  { name: "Eigen", licence: "MPL-2.0", home: "https://eigen.tuxfamily.org", of: "the core's module" },
  { name: "Emscripten", licence: "MIT OR NCSA", home: "https://emscripten.org", of: "the module's glue" },
  { name: "musl", licence: "MIT", home: "https://musl.libc.org", of: "the module's C library" },
  {
    name: "libc++, libc++abi, compiler-rt",
    licence: "Apache-2.0 WITH LLVM-exception",
    home: "https://llvm.org",
    of: "the module's C++ library",
  },
  { name: "xz-embedded", licence: "0BSD", home: "https://tukaani.org/xz/embedded.html", of: "xz-decompress" },
];

function textOf(folder) {
  const name = readdirSync(folder).find((file) => /^licen[sc]e(\.(md|txt))?$/i.test(file));
  return name ? readFileSync(`${folder}/${name}`, "utf8").trim() : null;
}

export function describePackage(name, root = fromHere("../../node_modules/")) {
  const { version, license, homepage, author } = JSON.parse(readFileSync(`${root}${name}/package.json`, "utf8"));
  return {
    name,
    version,
    licence: license,
    home: homepage ?? `https://www.npmjs.com/package/${name}`,
    by: typeof author === "string" ? author : author?.name,
    text: textOf(`${root}${name}`),
  };
}

/** The whole list, or an Error that names what may not be in it. */
export function licenceList(rows) {
  const refused = rows.filter(
    ({ name, licence }) => !isPermissive(licence) && (!licence || excepted[name] !== licence),
  );
  if (refused.length > 0) {
    throw new Error(
      `not permissive: ${refused.map(({ name, licence }) => `${name} (${licence ?? "none"})`).join(", ")}`,
    );
  }
  const heads = rows.map(
    ({ name, version, licence, of }) =>
      `${[name, version].filter(Boolean).join(" ")}: ${licence}${of ? ` (in ${of})` : ""}`,
  );
  const texts = rows.map(({ name, licence, home, by, text }) =>
    [
      `==== ${name} ====`,
      home,
      text ?? `${by ? `By ${by}. ` : ""}Licence: ${licence}, its text by its name in the SPDX list.`,
    ].join("\n"),
  );
  return [
    "What the GRPO Playground is made of besides its own code, which is under the MIT licence.",
    heads.join("\n"),
    ...texts,
    "",
  ].join("\n\n");
}

/** The names that the builds have left in dist/shipped. */
export function shippedPackages(folder = fromHere("../dist/shipped/")) {
  const names = readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(folder + file, "utf8")));
  return [...new Set(names)].sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const own = describePackageOfPage();
  const rows = [...native, ...shippedPackages().map((name) => describePackage(name))];
  writeFileSync(fromHere("../dist/site/licences.txt"), licenceList(rows) + own);
}

/** The page's own licence, at the end. */
function describePackageOfPage() {
  const file = fromHere("../../LICENSE");
  return existsSync(file) ? `\n==== GRPO Playground ====\n\n${readFileSync(file, "utf8").trim()}\n` : "";
}
