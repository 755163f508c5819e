// What has the focus in this document: its name, or whether it is the frame of another document.
({hosts, frame}) => {
  let element = document.activeElement;
  while (element && element.shadowRoot && element.shadowRoot.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element === document.body || element === document.documentElement) return {name: ""};
  const isFrame = element.matches(frame) || (element.tagName === "IFRAME"
    && hosts.some((host) => element.src.includes(`//${host}/`)));
  return isFrame ? {isFrame} : {name: seeing.nameOf(element) || element.tagName.toLowerCase()};
}
