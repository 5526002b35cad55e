// Measures, inside the page, the time from an answer's arrival to the frame that shows its rows.

/** To be installed before the page loads: notes when the number of rows changed and that frame was painted. */
export function observePaint(context) {
  return context.addInitScript(() => {
    window.painted = [];
    const count = () => document.querySelectorAll('[data-source] li [data-verdict]').length;
    let last = 0;
    new MutationObserver(() => {
      const rows = count();
      if (rows === last) return;
      last = rows;
      // The message is handled after the frame that the callback belongs to has been handed over.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => window.painted.push({ rows, time: performance.now() });
        channel.port2.postMessage(undefined);
      });
    }).observe(document, { childList: true, subtree: true });
  });
}

/** Milliseconds between the end of the last list answer and the first frame with at least `rows` rows. */
export function sinceAnswer(page, rows) {
  return page.evaluate((least) => {
    const answers = performance.getEntriesByType("resource").filter(({ name }) => name.startsWith("https://huggingface.co/api/models?"));
    const frame = window.painted.find((entry) => entry.rows >= least && entry.time >= answers.at(-1).responseEnd) ?? window.painted.findLast((entry) => entry.rows >= least);
    return frame ? frame.time - answers.at(-1).responseEnd : undefined;
  }, rows);
}

/** Milliseconds of the frames while the page scrolls from top to bottom by steps of a screen. */
export function scrollFrames(page) {
  return page.evaluate(() => new Promise((done) => {
    const frames = [];
    let before = performance.now();
    const step = (now) => {
      frames.push(now - before);
      before = now;
      const at = window.scrollY;
      window.scrollBy({ top: window.innerHeight, behavior: "instant" });
      if (window.scrollY === at || frames.length > 400) done(frames.slice(1));
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }));
}

/** Milliseconds from a number typed into a field to the frame that shows what follows from it, the slowest of three. */
export function slowestChange(field) {
  return field.evaluate(async (input) => {
    const times = [];
    for (const value of ["32", "33", "128"]) {
      const start = performance.now();
      input.value = value;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await new Promise((done) => setTimeout(done));
      await new Promise((done) => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = done;
        channel.port2.postMessage(undefined);
      }));
      times.push(performance.now() - start);
    }
    return Math.max(...times);
  });
}
