"""A bot that echoes, and lets itself be interrupted: python examples/echo_bot.py ROOM.

Half a second after you stop speaking, it says what it heard, at most the last fifteen seconds of it.
When you speak while it does, it falls silent at once, and listens.
"""

import asyncio
import sys
from contextlib import suppress

from odind.client import connect

QUIET_DBFS = -45
PAUSE = 48_000 // 2
LONGEST = 2 * 48_000 * 15  # bytes


async def echo(room: str) -> None:
    """Echo until the connection ends, or Ctrl-C. The bot's peer leaves with the bot, even a killed one."""
    async with (
        connect() as daemon,
        daemon.join(room, user_id="echo") as connection,
        connection.listen() as listener,
        connection.speak() as speaker,
    ):
        heard, quiet = bytearray(), 0
        async for frames in listener:
            for frame in frames.frames:
                loud = frame.voice and frame.level_dbfs > QUIET_DBFS
                quiet = 0 if loud else quiet + len(frame.pcm) // 2
                if loud and not heard:
                    await speaker.flush()  # somebody speaks: say no more
                if loud or heard:
                    heard = (heard + frame.pcm)[-LONGEST:]
                if heard and quiet >= PAUSE:
                    await speaker.write(heard)
                    heard.clear()


with suppress(KeyboardInterrupt):
    asyncio.run(echo(sys.argv[1]))
