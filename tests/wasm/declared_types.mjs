// SPDX-License-Identifier: MIT
// Compares a value with a type declared in the package's index.d.ts, in both directions: nothing missing, nothing undeclared.
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { packageFolder } from "./package.mjs";

const [file, firstFile] = ["index.d.ts", "first.d.ts"].map((name) => fileURLToPath(new URL(name, packageFolder)));
const program = ts.createProgram([file, firstFile], {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
});
const checker = program.getTypeChecker();
const declarations = new Map(
  checker
    .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)))
    .map((symbol) => [symbol.getName(), symbol]),
);

/** What the compiler itself has to say against the declarations. */
export function compilerComplaints() {
  return ts.getPreEmitDiagnostics(program).map((one) => ts.flattenDiagnosticMessageText(one.messageText, "\n"));
}

const primitives = [
  [ts.TypeFlags.String, (value) => typeof value === "string"],
  [ts.TypeFlags.Number, (value) => typeof value === "number" && !Number.isNaN(value)],
  [ts.TypeFlags.Null, (value) => value === null],
  [ts.TypeFlags.Undefined, (value) => value === undefined],
];

function mismatch(value, type, path) {
  const shown = typeof value === "object" && value !== null ? Object.prototype.toString.call(value) : String(value);
  return [`${path} is ${shown}, declared ${checker.typeToString(type)}`];
}

/** The alternative that comes closest speaks for a union. */
function unionProblems(value, type, path) {
  const found = type.types.map((one) => typeProblems(value, one, path));
  if (found.some((problems) => problems.length === 0)) return [];
  const deeper = found.filter((problems) => problems.every((problem) => !problem.startsWith(`${path} is `)));
  return deeper.sort((a, b) => a.length - b.length)[0] ?? mismatch(value, type, path);
}

function arrayProblems(value, type, path) {
  if (!Array.isArray(value)) return mismatch(value, type, path);
  const elements = checker.getTypeArguments(type);
  if (checker.isTupleType(type) && value.length !== elements.length) return mismatch(value, type, path);
  return value.flatMap((item, i) =>
    typeProblems(item, checker.isTupleType(type) ? elements[i] : elements[0], `${path}[${i}]`),
  );
}

function objectProblems(value, type, path) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return mismatch(value, type, path);
  const declared = checker.getPropertiesOfType(type);
  const names = new Set(declared.map((property) => property.getName()));
  const undeclared = Object.keys(value).filter((key) => !names.has(key));
  return [
    ...undeclared.map((key) => `${path}.${key} is not declared`),
    ...declared.flatMap((property) => {
      const name = property.getName();
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      if (!Object.hasOwn(value, name)) return optional ? [] : [`${path}.${name} is missing`];
      return typeProblems(value[name], checker.getTypeOfSymbol(property), `${path}.${name}`);
    }),
  ];
}

function typeProblems(value, type, path) {
  if (type.isUnion()) return unionProblems(value, type, path);
  if (type.flags & ts.TypeFlags.StringOrNumberLiteral) return value === type.value ? [] : mismatch(value, type, path);
  if (type.flags & ts.TypeFlags.BooleanLiteral) {
    return String(value) === checker.typeToString(type) ? [] : mismatch(value, type, path);
  }
  for (const [flag, holds] of primitives) {
    if (type.flags & flag) return holds(value) ? [] : mismatch(value, type, path);
  }
  const list = { Float64Array, Int32Array }[type.symbol?.getName()];
  if (list) {
    if (!(value instanceof list)) return mismatch(value, type, path);
    return value.some(Number.isNaN) ? [`${path} holds NaN`] : [];
  }
  if (checker.isArrayType(type) || checker.isTupleType(type)) return arrayProblems(value, type, path);
  return objectProblems(value, type, path);
}

/** Every way in which `value` differs from the exported type `name`; empty when it conforms. */
export function problems(value, name) {
  const symbol = declarations.get(name);
  if (!symbol) return [`index.d.ts declares no ${name}`];
  return typeProblems(value, checker.getDeclaredTypeOfSymbol(symbol), name);
}

/** The names of an exported interface's members. */
export function membersOf(name) {
  return checker
    .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(declarations.get(name)))
    .map((one) => one.getName());
}

/** The texts of an exported union of string literals. */
export function namesOf(name) {
  return checker.getDeclaredTypeOfSymbol(declarations.get(name)).types.map((one) => one.value);
}

export const declaredNames = [...declarations.keys()];

/** What load() of an entry promises, by the name of its file: "index.d.ts" or "first.d.ts". */
export function engineOf(name) {
  const source = program.getSourceFile(name === "first.d.ts" ? firstFile : file);
  const load = checker
    .getExportsOfModule(checker.getSymbolAtLocation(source))
    .find((symbol) => symbol.getName() === "load");
  const [signature] = checker.getTypeOfSymbol(load).getCallSignatures();
  return checker.typeToString(signature.getReturnType());
}
