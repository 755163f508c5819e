// The computed style of an element, in sight rather than hidden; null when there is none at all.
({sought, properties}) => {
  const found = seeing.all(sought);
  const element = found.find(seeing.isShown) || found[0];
  if (!element) return null;
  const style = getComputedStyle(element);
  return Object.fromEntries(properties.map((name) => [name, style.getPropertyValue(name)]));
}
