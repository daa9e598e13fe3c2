// What ZXing (C++, compiled to WebAssembly) reads in pictures: a line of JSON for every QR symbol, with its corners in pixels.
// node zxing.mjs NODE_MODULES PICTURE…
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, ...pictures] = process.argv.slice(2);
const reader = await import(pathToFileURL(`${folder}/zxing-wasm/dist/es/reader/index.js`));
const { buffer } = readFileSync(`${folder}/zxing-wasm/dist/reader/zxing_reader.wasm`);
reader.prepareZXingModule({ overrides: { wasmBinary: buffer } });
for (const [picture, file] of pictures.entries()) {
  const found = await reader.readBarcodes(readFileSync(file), { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 255 });
  for (const { text, position } of found) {
    const corners = ["topLeft", "topRight", "bottomRight", "bottomLeft"].map((corner) => [position[corner].x, position[corner].y]);
    console.log(JSON.stringify({ picture, text, corners }));
  }
}
