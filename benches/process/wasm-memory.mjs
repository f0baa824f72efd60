// @ts-check
/** Call it before the package is imported: it returns a function that tells the size of all modules' memories. */
export function watchMemory() {
  /** @type {{ exports: { memory: { buffer: ArrayBuffer } } }[]} */
  const instances = [];
  const { WebAssembly } = /** @type {any} */ (globalThis);
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, all) {
      const instance = new target(...all);
      instances.push(instance);
      return instance;
    },
  });
  return () => instances.reduce((bytes, { exports }) => bytes + exports.memory.buffer.byteLength, 0);
}
