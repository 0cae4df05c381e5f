// Draws the cards of a JSON file with typst: node typst_cards.js cards.json FONTFOLDER
//
// Needs @myriaddreamin/typst-ts-node-compiler where node finds it (NODE_PATH).
// Prints, as JSON, the processor time that one card took, after five to warm up, in the
// best of three rounds, in one process with the fonts read once.
const { readFileSync, writeFileSync } = require("fs");
const { join } = require("path");
const { NodeCompiler } = require("@myriaddreamin/typst-ts-node-compiler");

const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: [process.argv[3]] }] });
const mainFileContent = readFileSync(join(__dirname, "card.typ"), "utf8");
const card = (content) => compiler.pdf({ mainFileContent, inputs: { card: JSON.stringify(content) } });

const cards = JSON.parse(readFileSync(process.argv[2], "utf8"));
let last;
for (const content of cards.slice(0, 5)) last = card(content);
let [size, took] = [0, Infinity];
for (let round = 0; round < 3; round++) {
  size = 0;
  const start = process.cpuUsage();
  for (const content of cards) {
    size += card(content).length;
    compiler.evictCache(0);
  }
  const { user, system } = process.cpuUsage(start);
  took = Math.min(took, (user + system) / 1000);
}
if (process.argv[4]) writeFileSync(process.argv[4], last);
const version = compiler.query({ mainFileContent: "#metadata(str(sys.version)) <v>" }, { selector: "<v>" })[0].value;
console.log(JSON.stringify({
  version,
  ms: took / cards.length,
  KB: size / cards.length / 1000,
  peakMB: Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1000,
}));
