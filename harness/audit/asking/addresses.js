/** Asks for addresses of the page's own site; what each is answered with, 0 where it is not. */
async ({ addresses }) => {
  const found = [];
  for (const address of addresses) {
    try {
      const answer = await fetch(address, { cache: 'no-store', credentials: 'same-origin' });
      found.push({ address, status: answer.status });
    } catch {
      found.push({ address, status: 0 });
    }
  }
  return found;
}
