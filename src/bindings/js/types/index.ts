export type * from "./account.js";
export type * from "./input.js";
export type * from "./issue.js";
export type * from "./operation.js";
export type * from "./outcome.js";
