// A widget of another make: in the page itself, without a frame and without a back end.
(() => {
  const options = {};
  let state = "start-online";

  const make = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  };
  const opener = make("<button class='cw-open'>Talk to us</button>");
  const box = make(
    "<section class='cw-box' hidden><button class='cw-hide'>Hide</button><ul></ul>"
    + "<label>Your words <input></label><button class='cw-go'>Go</button></section>",
  );
  for (const part of [opener, box]) Object.assign(part.style, {position: "fixed", right: "8px", bottom: "8px"});

  const show = (isOpen) => {
    opener.hidden = isOpen;
    box.hidden = !isOpen;
  };
  const say = (who, what) => {
    const line = make("<li><b></b> <span></span></li>");
    line.querySelector("b").textContent = who;
    line.querySelector("span").textContent = what;
    box.querySelector("ul").append(line);
  };

  opener.addEventListener("click", () => show(true));
  box.querySelector(".cw-hide").addEventListener("click", () => show(false));
  box.querySelector(".cw-go").addEventListener("click", () => {
    const input = box.querySelector("input");
    say("You", input.value);
    input.value = "";
    if (state !== "chat") {
      state = "chat";
      if (options.onchatstart) options.onchatstart({ticket: "T1", initiator: "client"});
    }
  });

  window.livechatoo = {embed: {
    options,
    init(given) {
      Object.assign(options, given);
      document.body.append(opener, box);
      setTimeout(() => { if (options.onload) options.onload({page: state, online: true}); }, 20);
    },
    status: () => state,
    flip: () => show(box.hidden),
    stop() {
      opener.remove();
      box.remove();
    },
  }};
  if (typeof window.livechatooCmd === "function") window.livechatooCmd();
})();
