// A certificate for the stand-in, made anew in every run: nothing secret lies in the repository.

import { generate } from "selfsigned";

const HOSTS = ["huggingface.co", "hf-mirror.com", "*.hf.co"];

/** `{ key, cert }` for `https.createServer`. */
export async function makeCertificate() {
  const made = await generate([{ name: "commonName", value: HOSTS[0] }], {
    keyType: "ec", algorithm: "sha256",
    extensions: [{ name: "subjectAltName", altNames: HOSTS.map((value) => ({ type: 2, value })) }],
  });
  return { key: made.private, cert: made.cert };
}
