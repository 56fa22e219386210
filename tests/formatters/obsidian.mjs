// Rewrites front matter as Obsidian does when a property is changed: it is parsed and written anew with the package
// `yaml`, so comments, quotes and brackets go. Use: node obsidian.mjs FILE …
import { readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";

for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, "utf8");
  const found = /^---\n([\s\S]*?)\n---(?=\n|$)/.exec(text);
  const values = found && parse(found[1]);
  if (values) writeFileSync(path, `---\n${stringify(values)}---${text.slice(found[0].length)}`);
}
