// Model files on the disk of the test: headers with as much nothing behind them as the file is long.

import { open, truncate } from "node:fs/promises";

/** Writes `bytes` at the beginning of a file of `size` bytes, whose rest takes no space. */
export async function sparseFile(path, bytes, size) {
  const file = await open(path, "w");
  await file.write(bytes);
  await file.close();
  await truncate(path, size);
  return path;
}

/** Drops a file on an element as a reader does; `name` and `bytes` are the file's. Answers whether the page took it. */
export function dropFile(target, name, bytes) {
  return target.evaluate((element, { name: fileName, base64 }) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], fileName));
    const send = (type) => element.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
    send("dragenter");
    const offered = !send("dragover");
    return { offered, taken: !send("drop") };
  }, { name, base64: Buffer.from(bytes).toString("base64") });
}
