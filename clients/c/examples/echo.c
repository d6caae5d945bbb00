/* Says everything that it hears, for 10 s.
   cc -o echo echo.c -lodind && ./echo lobby */
#include <odind.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void say(void *speaker, const odind_audio_event *event) {
    if (event->kind == ODIND_AUDIO_FRAME && event->voice) odind_audio_try_write(speaker, event->data, event->size, NULL);
}

int main(int argc, char **argv) {
    odind_error error = {0};
    odind *daemon = odind_open(NULL, NULL, &error);
    char *id = daemon ? odind_join(daemon, argc > 1 ? argv[1] : "lobby", "echo", &error) : NULL;
    odind_format format = {48000, 1, ODIND_S16LE};
    odind_audio_config config = {.connection_id = id, .send = format};
    odind_audio *speaker = id ? odind_audio_open(daemon, &config, &error) : NULL;
    config = (odind_audio_config){.connection_id = id, .receive = format, .on_audio = say, .user = speaker};
    odind_audio *listener = speaker ? odind_audio_open(daemon, &config, &error) : NULL;
    if (!listener) return fprintf(stderr, "%s: %s\n", error.reason, error.message), 1;
    sleep(10);
    odind_audio_close(listener);
    odind_audio_drain(speaker, NULL);
    odind_audio_close(speaker);
    odind_leave(daemon, id, NULL);
    odind_close(daemon);
    free(id);
    return 0;
}
