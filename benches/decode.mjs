// Milliseconds to read a film in WebAssembly (V8, one thread), files taken in turns so that a busy machine hits all alike:
// bytes copied in, parsed and decoded; and the same with the picture shrunk to the network's size.
//
//   cargo run --example write_phantoms -- target/large large
//   cargo build --profile web --target wasm32-unknown-unknown --example decode
//   wasm-bindgen --target nodejs --out-dir target/decode target/wasm32-unknown-unknown/web/examples/decode.wasm
//   node benches/decode.mjs target/large/*.dcm
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";

const { read } = createRequire(import.meta.url)("../target/decode/decode.js");
const ROUNDS = 9;

const films = process.argv.slice(2).map((path) => ({ path, bytes: readFileSync(path), decode: [], shrunk: [] }));
for (let round = -1; round < ROUNDS; round++) {
  for (const film of films) {
    for (const [times, shrink] of [[film.decode, false], [film.shrunk, true]]) {
      const started = performance.now();
      read(film.bytes, shrink);
      if (round >= 0) times.push(performance.now() - started);
    }
  }
}
const median = (times) => +times.sort((a, b) => a - b)[times.length >> 1].toFixed(1);
for (const { path, bytes, decode, shrunk } of films) {
  console.log(JSON.stringify({ film: basename(path), bytes: bytes.length, decode_ms: median(decode), shrunk_ms: median(shrunk) }));
}
