/** Put in by the build: the golden vectors that examples.json names, by operation. */
declare const EXAMPLES: Readonly<
  Record<
    string,
    readonly {
      readonly about: string;
      readonly input?: Readonly<Record<string, unknown>>;
      readonly response: {
        readonly status: number;
        readonly headers: readonly (readonly [string, string])[] | Readonly<Record<string, string>>;
        readonly body: string;
        readonly truncated?: boolean;
      } | null;
    }[]
  >
>;
