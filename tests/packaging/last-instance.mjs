// @ts-check
// The last instance of a WebAssembly module that was made, from now on. Imported before the package makes its own, on
// its first call. No other is kept: engines reserve a lot of room for each. Nothing of a runtime is imported.

/** @type {{ instance: any }} */
export const last = { instance: undefined };

const { WebAssembly } = /** @type {any} */ (globalThis);
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, all) {
    last.instance = new target(...all);
    return last.instance;
  },
});
