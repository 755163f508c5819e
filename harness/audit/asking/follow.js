/**
 * Clicks links of the page's own site, as a visitor would, until one changes the address without
 * a load. A link that would load another page is held back, so that this one stays.
 */
async () => {
  const DANGEROUS = /log-?out|sign-?out|delete|remove|unsubscribe|cancel|odhl/i;
  const before = location.pathname + location.search;
  const hold = (event) => event.preventDefault();
  window.addEventListener('click', hold);
  const links = [...document.querySelectorAll('a[href]')].filter(
    (link) =>
      link.origin === location.origin &&
      link.pathname + link.search !== before &&
      !link.target &&
      !link.download &&
      !DANGEROUS.test(link.href + ' ' + link.textContent) &&
      link.checkVisibility()
  );
  let clicked = '';
  for (const link of links.slice(0, 3)) {
    link.click();
    await new Promise((resolve) => setTimeout(resolve, 30));
    clicked = link.getAttribute('href');
    if (location.pathname + location.search !== before) break;
  }
  window.removeEventListener('click', hold);
  const after = location.pathname + location.search;
  return { clicked, before, after, isChanged: before !== after };
}
