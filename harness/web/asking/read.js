// A property, such as `value`, of elements that a visitor can see, each found by role and name.
({property, sought}) => Object.fromEntries(Object.entries(sought).flatMap(([key, one]) => {
  const element = seeing.all(one).find(seeing.isShown);
  return element ? [[key, element[property]]] : [];
}))
