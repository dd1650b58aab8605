// The viewer's canvas, seen in its own pixels.
import assert from "node:assert/strict";

export const CANVAS = '[data-testid="canvas"]';

/** Greys of a grid of places on a canvas, each 0–255; colour shows as `coloured`. */
export function greys(page, canvas = CANVAS) {
  return page.locator(canvas).evaluate((canvas) => {
    const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const steps = [...Array(24).keys()].map((step) => (step + 0.5) / 24);
    const at = (x, y) => 4 * (Math.floor(y * height) * width + Math.floor(x * width));
    const places = steps.flatMap((y) => steps.map((x) => at(x, y)));
    return {
      values: places.map((place) => data[place]),
      coloured: places.filter((place) => Math.abs(data[place] - data[place + 2]) > 8).length,
      size: [width, height],
    };
  });
}

/** The picture once it stands still: two frames alike, and not blank. */
export async function drawn(page) {
  for (let before = "", tries = 0; tries < 100; tries++) {
    await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 60)));
    const now = await greys(page);
    if (JSON.stringify(now) === before && spread(now.values) > 0) return now;
    before = JSON.stringify(now);
  }
  assert.fail("the picture never came to rest");
}

export const spread = (values) => Math.max(...values) - Math.min(...values);
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
export const distance = (one, other) => mean(one.values.map((value, at) => Math.abs(value - other.values[at])));

/** Does something to the picture and waits until it shows. */
export async function after(page, act) {
  const before = await drawn(page);
  await act();
  for (let tries = 0; tries < 50; tries++) {
    const now = await drawn(page);
    if (distance(before, now) > 0.5 || before.coloured !== now.coloured) return now;
  }
  return drawn(page);
}

export async function drag(page, right, down, options) {
  const { x, y, width, height } = await page.locator(CANVAS).boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down(options);
  await page.mouse.move(x + width / 2 + right, y + height / 2 + down, { steps: 4 });
  await page.mouse.up(options);
}
