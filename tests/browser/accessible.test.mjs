// For everyone: axe-core finds no fault in any view, in either theme; the keyboard reaches everything; nothing needs a
// wide screen or movement.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { asFile, film } from "./files.mjs";
import { choose, goTo, inFirefox, look, tooWide, trySamples, visiting } from "./site.mjs";

const visit = visiting();
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const part = (name) => `[data-testid="${name}"]`;

const unfold = (page, where) => page.locator(`${where} details`).evaluateAll((all) => all.forEach((one) => (one.open = true)));

/** The page's views, each reached from the one before. */
const VIEWS = {
  empty: async () => {},
  worklist: async (page) => {
    await trySamples(page);
    await choose(page, [asFile("letter.dcm", Buffer.from("Dear colleague, …")), asFile("again.dcm", film(1))]);
    await page.locator(`${part("tally")} summary`).click();
  },
  "a file": async (page) => {
    await look(page, "sample-chest-called-hand.dcm");
    await unfold(page, part("pane"));
    await page.selectOption(part("map"), "adult_chest");
    await page.click(part("confirm"));
  },
  "a refused file": async (page) => {
    await page.keyboard.press("Escape");
    await page.locator(part("pane")).waitFor({ state: "detached" });
    await page.click('[data-case="letter.dcm"]');
    await page.waitForSelector(".refusal");
  },
  rules: async (page) => {
    await goTo(page, "rules");
    await unfold(page, ".form");
  },
  "wrong rules": async (page) => {
    await page.fill(part("routing-json"), "{");
    await page.waitForSelector(part("routing-error"));
  },
  model: async (page) => {
    await goTo(page, "model");
    await unfold(page, ".model");
    await page.locator(`${part("confusion")} td button`).first().click();
  },
  help: async (page) => {
    await page.click(part("help"));
    await page.waitForSelector("dialog[open]");
  },
  network: async (page) => {
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await page.click(part("network"));
    await page.waitForSelector(`${part("network-panel")} tbody tr`);
  },
  lesson: async (page) => {
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await goTo(page, "lesson");
    await page.waitForSelector(`${part("step")}[aria-busy="false"]`);
  },
};
// Each of the lesson's steps is a view.
for (const step of ["stored", "modality", "window", "polarity", "resize", "input", "maps", "average", "head", "logits", "temperature", "softmax", "activation", "gate", "rules", "break", "game"]) {
  VIEWS[`lesson, ${step}`] = async (page) => {
    await page.click(`#step-${step}`);
    await page.waitForSelector(`${part("step")}[data-step="${step}"]`);
    await unfold(page, part("step"));
    if (step === "game") await page.click('[data-guess="other"]');
  };
}

/** Opens a page and goes through its views; `check` looks at each. */
async function through(check, setUp = async () => {}) {
  const page = await visit.open();
  await setUp(page);
  const faults = [];
  for (const [view, open] of Object.entries(VIEWS)) {
    await open(page);
    faults.push(...(await check(page, view)).map((fault) => `${view}: ${fault}`));
  }
  await page.close();
  return faults;
}

/** What axe-core finds. Run in a world of its own, it needs no leave from the page's policy. */
async function axe(page) {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const { executionContextId: contextId } = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
  const run = async (expression) => {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", { expression, contextId, awaitPromise: true, returnByValue: true });
    assert.equal(exceptionDetails, undefined, exceptionDetails?.exception?.description);
    return result.value;
  };
  await run(AXE);
  const violations = await run("axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)");
  await session.detach();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary.replace(/\s+/g, " ")}`));
}

for (const theme of ["dark", "light"]) {
  test(`axe-core finds nothing to complain of, in the ${theme} theme`, { skip: inFirefox && "axe-core needs a world of its own, which Chromium has" }, async () => {
    const faults = await through(axe, async (page) => {
      if (theme === "light") await page.click(part("theme"));
      assert.equal(await page.getAttribute("html", "data-theme"), theme);
    });
    assert.deepEqual(faults, []);
  });
}

test("the Tab key reaches every control, and each shows that it has the focus", async () => {
  const unreached = await through(async (page, view) => {
    // Each control that is seen and can be used; of radio-like groups the browser itself leaves some out, but there are none.
    await page.evaluate(() => {
      const scope = document.querySelector("dialog[open]") ?? document;
      const controls = scope.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]');
      globalThis.left = new Set([...controls].filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true })));
      document.activeElement?.blur();
      document.getSelection().removeAllRanges();
      globalThis.plain = [];
    });
    const many = await page.evaluate(() => left.size);
    for (let step = 0; step < many + 30 && (await page.evaluate(() => left.size)); step++) {
      await page.keyboard.press("Tab");
      await page.evaluate(() => {
        const one = document.activeElement;
        const shown = [one, one.closest("label"), one.closest(".case")].filter(Boolean).some((element) => {
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
          return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
        });
        const seen = one.matches(":focus"); // never so in a Firefox whose window is nobody's
        if (left.delete(one) && seen && !shown) plain.push(one);
      });
    }
    return page.evaluate(() => {
      const name = (one) => `${one.localName}${one.className ? `.${one.className}` : ""} “${(one.ariaLabel ?? one.textContent).trim().slice(0, 40)}”`;
      return [...[...left].map((one) => `not reached: ${name(one)}`), ...plain.map((one) => `no focus ring: ${name(one)}`)];
    });
  });
  assert.deepEqual(unreached, []);
});

for (const [what, width] of [["a phone (360 px)", 360], ["200 % zoom (640 px)", 640]]) {
  test(`nothing is wider than ${what}`, async () => {
    const faults = await through(tooWide, (page) => page.setViewportSize({ width, height: 740 }));
    assert.deepEqual(faults, []);
  });
}

test("on a phone each row still says what it is and where it goes", async () => {
  const page = await visit.open();
  await page.setViewportSize({ width: 360, height: 740 });
  await trySamples(page);
  const cut = await page.$$eval(".case :is(.name, .group-chip, .destination, .state)", (parts) => parts.flatMap((part) => {
    const room = part.closest(".case").getBoundingClientRect();
    const { left, right, top, bottom, width } = part.getBoundingClientRect();
    const inside = left >= room.left && right <= room.right && top >= room.top && bottom <= room.bottom;
    return inside && width >= 64 ? [] : [`${part.className} “${part.textContent}”: ${Math.round(width)} px wide`];
  }));
  assert.deepEqual(cut, []);
  await page.close();
});

test("who wants less movement gets none", { skip: inFirefox && "Firefox can't be told so from outside" }, async () => {
  const moving = await through(
    (page) => page.evaluate(() => document.getAnimations().filter(({ effect }) => effect.getComputedTiming().duration > 1).map(({ effect }) => effect.target?.className ?? "?")),
    async (page) => {
      await page.emulateMedia({ reducedMotion: "reduce" });
      const slow = await page.evaluate(() => [...document.querySelectorAll("*")].filter((one) => getComputedStyle(one).transitionDuration.split(",").some((time) => parseFloat(time) > 0.001)).map((one) => one.className));
      assert.deepEqual(slow, []);
    },
  );
  assert.deepEqual(moving, []);
});
