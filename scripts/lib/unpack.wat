;; Makes the module again of the text that text.mjs made of it, which says what is in it. It runs once, before an engine
;; has had time to optimise JavaScript; WebAssembly is quick at once, most of all where functions are not called for every
;; byte.
;;
;; Names in capitals are numbers that text.mjs fills in. The text lies at TEXT; the module is left at OUT.
(module
  (memory (export "memory") PAGES)

  ;; Where in each stream the next number is read, four bytes each.
  (global $at i32 (i32.const 0))
  ;; The place in the alphabet of each character.
  (global $places i32 (i32.const 1024))
  ;; The bytes that take one character in texts.
  (global $single i32 (i32.const 1152))
  ;; What symbols stand for, eight bytes each: three bytes, none, how many of them they are, the kind of their numbers;
  ;; or two symbols, and zeros.
  (global $table i32 (i32.const 2048))

  ;; Where the next byte of the module goes, and the next symbol.
  (global $out (mut i32) (i32.const OUT))
  (global $listed (mut i32) (i32.const LIST))
  ;; The last one.
  (global $address (mut i32) (i32.const BASE))

  (func $number (param $stream i32) (result i32)
    (local $at i32) (local $place i32) (local $value i32)
    (local.set $at (i32.load (local.tee $stream (i32.shl (local.get $stream) (i32.const 2)))))
    (loop $more
      (local.set $place (i32.load8_u (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (if (i32.ge_u (local.get $place) (i32.const FINAL)) (then
        (local.set $value
          (i32.add (i32.mul (local.get $value) (i32.const LEADS)) (i32.sub (local.get $place) (i32.const BEFORE_LEADS))))
        (br $more))))
    (i32.store (local.get $stream) (local.get $at))
    (i32.add (i32.mul (local.get $value) (i32.const FINAL)) (local.get $place)))

  (func $unzigzag (param $value i32) (result i32)
    (i32.xor
      (i32.shr_u (local.get $value) (i32.const 1))
      (i32.sub (i32.const 0) (i32.and (local.get $value) (i32.const 1)))))

  ;; LEB128. `half` is 64 for a signed number and 0 for another.
  (func $leb (param $value i32) (param $half i32)
    (local $out i32)
    (local.set $out (global.get $out))
    (loop $more
      (if (i32.shr_u (i32.add (local.get $value) (local.get $half)) (i32.const 7)) (then
        (i32.store8 (local.get $out) (i32.or (local.get $value) (i32.const 128)))
        (local.set $out (i32.add (local.get $out) (i32.const 1)))
        (local.set $value (i32.shr_s (local.get $value) (i32.const 7)))
        (br $more))))
    (i32.store8 (local.get $out) (i32.and (local.get $value) (i32.const 127)))
    (global.set $out (i32.add (local.get $out) (i32.const 1))))

  (func $byte (param $byte i32)
    (i32.store8 (global.get $out) (local.get $byte))
    (global.set $out (i32.add (global.get $out) (i32.const 1))))

  ;; Lists a symbol, or what it stands for.
  (func $list (param $symbol i32)
    (local $entry i32)
    (local.set $entry (i32.add (global.get $table) (i32.shl (local.get $symbol) (i32.const 3))))
    (if (i32.load8_u offset=4 (local.get $entry))
      (then
        (i32.store (global.get $listed) (local.get $entry))
        (global.set $listed (i32.add (global.get $listed) (i32.const 4))))
      (else
        (call $list (i32.load16_u (local.get $entry)))
        (call $list (i32.load16_u offset=2 (local.get $entry))))))

  (func $body (param $listed i32) (result i32)
    (local $start i32) (local $left i32) (local $entry i32) (local $kind i32)
    (local.set $start (global.get $out))
    (global.set $out (i32.add (local.get $start) (i32.const 5)))
    (call $leb (local.tee $left (call $number (i32.const DECLARATIONS))) (i32.const 0))
    (loop $more
      (if (local.get $left) (then
        (call $leb (call $number (i32.const DECLARATIONS)) (i32.const 0))
        (call $byte (i32.sub (i32.const 127) (call $number (i32.const DECLARATIONS))))
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (br $more))))
    (loop $more
      (local.set $entry (i32.load (local.get $listed)))
      (local.set $listed (i32.add (local.get $listed) (i32.const 4)))
      (i32.store (global.get $out) (i32.load (local.get $entry)))
      (global.set $out (i32.add (global.get $out) (i32.load8_u offset=4 (local.get $entry))))
      (br_if $more (i32.eqz (local.tee $kind (i32.load8_u offset=5 (local.get $entry)))))
      ;; Of the commonest kinds there is a stream for each four opcodes that may follow.
      (if (i32.ge_u (local.get $kind) (i32.const CONSTANT)) (then
        (local.set $left (i32.add (local.get $kind) (i32.shr_u (i32.load8_u (i32.load (local.get $listed))) (i32.const 2))))
        (if (i32.eq (local.get $kind) (i32.const GET))
          (then (call $leb (call $number (local.get $left)) (i32.const 0)))
          (else (call $leb (call $unzigzag (call $number (local.get $left))) (i32.const 64))))
        (br $more)))
      (if (i32.eq (local.get $kind) (i32.const ADDRESS)) (then
        (global.set $address (i32.add (global.get $address) (call $unzigzag (call $number (local.get $kind)))))
        (call $leb (global.get $address) (i32.const 64))
        (br $more)))
      (if (i32.eq (local.get $kind) (i32.const OFFSET)) (then
        (call $leb
          (i32.shl (call $number (local.get $kind)) (i32.load8_u offset=1 (local.get $entry))) (i32.const 0))
        (br $more)))
      (if (i32.eq (local.get $kind) (i32.const LONG)) (then
        (call $leb (call $unzigzag (call $number (local.get $kind))) (i32.const 64))
        (br $more)))
      (if (i32.eq (local.get $kind) (i32.const FAR)) (then
        (loop $bytes
          (call $byte (local.tee $left (call $number (local.get $kind))))
          (br_if $bytes (i32.ge_u (local.get $left) (i32.const 128))))
        (br $more)))
      (if (i32.ne (local.get $kind) (i32.const DECLARATIONS)) (then
        (call $leb (local.tee $left (call $number (local.get $kind))) (i32.const 0))
        (br_if $more (i32.ne (local.get $kind) (i32.const TARGETS)))
        (loop $targets
          (call $leb (call $number (local.get $kind)) (i32.const 0))
          (br_if $targets (i32.ge_s (local.tee $left (i32.sub (local.get $left) (i32.const 1))) (i32.const 0))))
        (br $more))))
    ;; Its length is known only now.
    (local.set $left (i32.sub (i32.sub (global.get $out) (local.get $start)) (i32.const 5)))
    (global.set $out (local.get $start))
    (call $leb (local.get $left) (i32.const 0))
    (memory.copy (global.get $out) (i32.add (local.get $start) (i32.const 5)) (local.get $left))
    (global.set $out (i32.add (global.get $out) (local.get $left)))
    (local.get $listed))

  (func (export "unpack")
    (local $i i32) (local $c i32) (local $n i32) (local $at i32) (local $end i32)
    ;; The place of each character: the digits are the last ones, and some are never used.
    (local.set $i (i32.const 32))
    (loop $more
      (i32.store8 offset=1024 (local.get $i)
        (select (i32.add (local.get $i) (i32.const DIGITS)) (local.get $n)
          (local.tee $c (i32.lt_u (i32.sub (local.get $i) (i32.const 48)) (i32.const 10)))))
      (local.set $n (i32.add (local.get $n) (i32.eqz
        (i32.or (i32.or (local.get $c) (i32.or (i32.eq (local.get $i) (i32.const 34)) (i32.eq (local.get $i) (i32.const 36))))
          (i32.or (i32.eq (local.get $i) (i32.const 60))
            (i32.or (i32.eq (local.get $i) (i32.const 92)) (i32.eq (local.get $i) (i32.const 96))))))))
      (br_if $more (i32.ne (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 126))))
    (i32.store8 offset=1024 (i32.const 126) (i32.const END))

    ;; Characters become their places, and where streams start is written down.
    (i32.store (i32.const 0) (local.tee $i (i32.const TEXT)))
    (loop $more
      (i32.store8 (local.get $i) (local.tee $c (i32.load8_u offset=1024 (i32.load8_u (local.get $i)))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (if (i32.eq (local.get $c) (i32.const END)) (then
        (i32.store (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $i))))
      (br_if $more (i32.ne (local.get $i) (i32.const OUT))))

    (local.set $i (i32.const 0))
    (loop $more
      (i32.store8 offset=1152 (local.get $i) (call $number (i32.const TABLE)))
      (br_if $more (i32.ne (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const SINGLE))))
    (local.set $i (global.get $table))
    (local.set $n (call $number (i32.const TABLE)))
    (loop $more
      (if (local.tee $c (call $number (i32.const TABLE)))
        (then
          (i32.store8 offset=4 (local.get $i) (local.get $c))
          (i32.store8 offset=5 (local.get $i) (call $number (i32.const TABLE)))
          (local.set $at (local.get $i))
          (loop $bytes
            (i32.store8 (local.get $at) (call $number (i32.const TABLE)))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (br_if $bytes (local.tee $c (i32.sub (local.get $c) (i32.const 1))))))
        (else
          (i32.store16 (local.get $i) (call $number (i32.const TABLE)))
          (i32.store16 offset=2 (local.get $i) (call $number (i32.const TABLE)))))
      (local.set $i (i32.add (local.get $i) (i32.const 8)))
      (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (loop $more
      (call $list (call $number (i32.const SYMBOLS)))
      (br_if $more (i32.ne (i32.load8_u (i32.load (i32.const SYMBOLS_AT))) (i32.const END))))

    (loop $more
      (call $byte (call $number (i32.const BEFORE)))
      (br_if $more (i32.ne (global.get $out) (i32.const BODIES))))
    (local.set $i (i32.const LIST))
    (loop $more
      (br_if $more (i32.ne (local.tee $i (call $body (local.get $i))) (global.get $listed))))

    (local.set $end (i32.const BASE))
    (loop $more
      (local.set $n (call $number (i32.const RUNS)))
      (local.set $at (i32.load (i32.const TEXT_AT)))
      (loop $characters
        (if (local.get $n) (then
          (local.set $c (i32.load8_u (local.get $at)))
          (if (i32.eq (local.get $c) (i32.const SINGLE))
            (then
              (call $byte
                (i32.add
                  (i32.shl (i32.load8_u offset=1 (local.get $at)) (i32.const 4)) (i32.load8_u offset=2 (local.get $at))))
              (local.set $at (i32.add (local.get $at) (i32.const 2))))
            (else (call $byte (i32.load8_u offset=1152 (local.get $c)))))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (br $characters))))
      (i32.store (i32.const TEXT_AT) (local.get $at))
      (local.set $n (call $number (i32.const RUNS)))
      (loop $words
        (if (local.get $n) (then
          (local.set $i (call $number (i32.const WORDS)))
          (local.set $c (i32.shr_u (local.get $i) (i32.const 1)))
          (local.set $end (i32.add (local.get $end)
            (if (result i32) (i32.and (local.get $i) (i32.const 1)) (then (call $unzigzag (local.get $c))) (else (local.get $c)))))
          (i32.store (global.get $out)
            (select (local.get $end) (local.get $c) (i32.and (local.get $i) (i32.const 1))))
          (global.set $out (i32.add (global.get $out) (i32.const 4)))
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (br $words))))
      (br_if $more (i32.lt_u (global.get $out) (i32.const DONE))))))
