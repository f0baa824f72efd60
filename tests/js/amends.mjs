// @ts-check
// The package under test: the one just built, unless AMENDS names another module that exports the same.
import { pathToFileURL } from "node:url";

const built = new URL("../../dist/index.js", import.meta.url);

/** Where the package is imported from. */
export const location = process.env.AMENDS ? pathToFileURL(process.env.AMENDS) : built;

/** @type {typeof import("../../dist/index.js")} */
export const amends = await import(location.href);
