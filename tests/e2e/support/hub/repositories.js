// Reads the composed repositories and completes each line to the Hub's document of a model.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const FILE = new URL("../../../fixtures/hub-server/repositories.jsonl", import.meta.url);
const digest = (text, length) => createHash("sha256").update(text).digest("hex").slice(0, length);
const LARGE_FILE = 1_000_000;

/** Chat templates weigh some kilobytes a row on the Hub; so do these. */
const CHAT_TEMPLATE = "{%- for message in messages %}{{ '<|' + message.role + '|>' + message.content + '<|end|>' }}{%- endfor %}\n".repeat(20);

/** The whole document of a repository, as `/api/models/{id}?blobs=true` gives it. */
export function documentOf(line) {
  const [author] = line.id.split("/");
  const sha = digest(`sha ${line.id}`, 40);
  return stripped({
    _id: digest(`id ${line.id}`, 24),
    id: line.id,
    modelId: line.id,
    author,
    sha,
    private: false,
    disabled: false,
    gated: line.gated,
    downloads: line.downloads,
    likes: line.likes,
    trendingScore: line.trending,
    lastModified: line.modified,
    createdAt: line.created,
    pipeline_tag: line.task,
    library_name: line.library,
    tags: line.tags,
    cardData: line.card,
    config: line.config,
    safetensors: line.safetensors,
    gguf: line.gguf && stripped({ ...line.gguf, chat_template: line.gguf.context_length ? CHAT_TEMPLATE : undefined }),
    spaces: [],
    usedStorage: line.files.reduce((sum, [, size]) => sum + size, 0),
    siblings: line.files.map(([rfilename, size]) => sibling(line.id, rfilename, size)),
  });
}

function sibling(id, rfilename, size) {
  const blobId = digest(`blob ${id} ${rfilename}`, 40);
  if (size < LARGE_FILE) return { rfilename, size, blobId };
  return { rfilename, size, blobId, lfs: { sha256: digest(`lfs ${id} ${rfilename}`, 64), size, pointerSize: 135 } };
}

/** Without the keys that are not there: the Hub leaves them out. */
const stripped = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

const LINES = readFileSync(FILE, "utf8").trim().split("\n").map((line) => JSON.parse(line));
export const DOCUMENTS = Object.freeze(LINES.map(documentOf));

/** `count` numbered repositories of the owner `numbered`, most popular first: for paging and for speed. */
export function numberedRepositories(count) {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(4, "0");
    const parameters = 500_000_000 + index * 10_000_000;
    const name = `Numbered-${number}-GGUF`;
    return documentOf({
      id: `numbered/${name}`, task: "text-generation", library: "gguf", gated: false,
      tags: ["gguf", "base_model:numbered/base", "base_model:quantized:numbered/base", "license:mit", "conversational", "region:us"],
      created: new Date(Date.UTC(2026, 0, 1) - index * 3_600_000).toISOString(),
      modified: new Date(Date.UTC(2026, 5, 1) - index * 3_600_000).toISOString(),
      downloads: 10_000_000 - index * 1_000, likes: 100_000 - index * 10, trending: 100_000 - index, config: {}, card: { license: "mit" },
      gguf: { total: parameters, architecture: "llama", context_length: 32_768, totalFileSize: parameters * 2 },
      files: ["Q3_K_M", "Q4_K_M", "Q5_K_M", "Q6_K", "Q8_0", "F16"].map((label, step) => [`${name}-${label}.gguf`, Math.round(parameters * (0.5 + step * 0.2))]),
    });
  });
}
