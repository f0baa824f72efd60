// The peers are installed for the bench alone, where the compiler does not look: they are untyped here.
declare module "ajv/dist/2020.js";
declare module "big.js";
declare module "typebox";
declare module "typebox/compile";
declare module "typebox/system";
declare module "valibot";
declare module "zod";
