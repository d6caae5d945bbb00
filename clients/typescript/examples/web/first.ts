import { connect, Loudspeaker, Microphone } from "@odind/client/web";

document.querySelector("button")?.addEventListener("click", async () => {
  await using daemon = connect({ target: "http://127.0.0.1:7711", apiKey: prompt("session") ?? "" });
  await using anna = await daemon.join("lobby", { user: "anna", lingerMs: 5_000 });
  await using loudspeaker = await Loudspeaker.open(anna);
  await using microphone = await Microphone.open(anna);
  await Promise.race([loudspeaker.ended, microphone.ended]);
});
