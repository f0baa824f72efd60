// @ts-check
/** A fresh process: milliseconds from importing a bundle to the first request. `cold.mjs <bundle> <folder>` */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [bundle = "", folder = ""] = process.argv.slice(2);
/** @type {import("./tasks.mjs").Tasks} */
const { accounts, requests } = JSON.parse(readFileSync(join(folder, "tasks.json"), "utf8"));
const [task] = requests;
if (!task) throw new Error("there is no request to make");
const url = pathToFileURL(bundle).href;

const begun = performance.now();
const { connect } = await import(url);
const { body } = connect("worldpay", accounts.worldpay)[task.id].request(task.input);
const cold = performance.now() - begun;

if (typeof body !== "string") throw new Error("nothing was made");
console.log(JSON.stringify({ cold: cold * 1e6 }));
