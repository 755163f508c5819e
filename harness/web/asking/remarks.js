// What the widget says to the visitor beside the conversation: its alerts and statuses in sight.
() => ["alert", "status"].flatMap((role) => seeing.all({role, where: "everywhere"})).filter(seeing.isShown)
  .map((element) => element.textContent.replace(/\s+/g, " ").trim()).filter(Boolean)
