// @ts-check
// Imported before a script: what it fetches goes to SANDBOX. Where the request holds the text CRASH, the process is
// gone before the answer is read.
const { SANDBOX = "", CRASH } = process.env;
const { fetch } = globalThis;

globalThis.fetch = async (url, init) => {
  const answer = await fetch(String(url).replace(/^https:\/\/[^/]+/, SANDBOX), init);
  if (CRASH && String(init?.body).includes(CRASH)) process.exit(70);
  return answer;
};
