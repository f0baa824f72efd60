// @ts-check
// Every instance of a WebAssembly module that is made from now on. Imported before the package makes its own, on its
// first call. Nothing of a runtime is imported.

/** @type {any[]} */
export const instances = [];

const { WebAssembly } = /** @type {any} */ (globalThis);
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, all) {
    const instance = new target(...all);
    instances.push(instance);
    return instance;
  },
});
