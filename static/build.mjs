// Compiles the style sheets and gathers scripts, fonts and pictures in static/build, which git ignores.
import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "node_modules");
const source = join(here, "src");
const finished = join(here, "build");
// Put in place when it is whole, so that a service that runs meanwhile hardly notices.
const build = join(here, "build.new");

rmSync(build, { recursive: true, force: true });
mkdirSync(join(build, "fonts"), { recursive: true });

for (const sheet of ["site", "paper"]) {
  const result = sass.compile(join(source, `${sheet}.scss`), {
    loadPaths: [join(modules, "govuk-frontend", "dist")],
    style: "compressed",
    quietDeps: true,
  });
  writeFileSync(join(build, `${sheet}.css`), result.css);
}

for (const subset of ["latin", "latin-ext"]) {
  for (const weight of [400, 700]) {
    for (const format of ["woff2", "woff"]) {
      const name = `noto-sans-${subset}-${weight}-normal.${format}`;
      cpSync(join(modules, "@fontsource", "noto-sans", "files", name), join(build, "fonts", name));
    }
  }
}

cpSync(join(modules, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"), join(build, "govuk-frontend.min.js"));
for (const file of ["site.js", "autosave.js", "drafts.js", "favicon.svg"]) {
  cpSync(join(source, file), join(build, file));
}

rmSync(finished, { recursive: true, force: true });
renameSync(build, finished);
