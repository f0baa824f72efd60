/**
 * The few globals the package relies on, present in every runtime it supports. The DOM types are left out on
 * purpose: what is not declared here cannot be used by accident.
 */

declare function atob(data: string): string;

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
  encodeInto(source: string, destination: Uint8Array): { read: number; written: number };
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}

type BufferSource = ArrayBufferView | ArrayBuffer;

declare namespace WebAssembly {
  class Module {
    constructor(bytes: BufferSource);
  }
  function compile(bytes: BufferSource): Promise<Module>;
  class Instance {
    constructor(module: Module, imports?: object);
    readonly exports: Record<string, unknown>;
  }
  class Memory {
    readonly buffer: ArrayBuffer;
  }
}

interface TransformStreamDefaultController<Out> {
  enqueue(chunk: Out): void;
}

declare class TransformStream<In, Out> {
  constructor(transformer: {
    transform(chunk: In, controller: TransformStreamDefaultController<Out>): void;
    flush(controller: TransformStreamDefaultController<Out>): void;
  });
  readonly readable: unknown;
  readonly writable: unknown;
}

/** Where compiling at run time is forbidden, an import of the file is the compiled module. */
declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
