/* What odin_startup() begins and odin_shutdown() ends: the daemon that all functions ask. */
#include <string.h>

#include "core.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static odind *daemon_asked; /* kept until the process ends: another thread may be asking it */
static unsigned started;
static OdinAudioStreamConfig output = {48000, 1};

/* Needs no odin_startup(), as keys and tokens do not. */
odind *core_daemon_for_tokens(void) {
    pthread_mutex_lock(&lock);
    if (!daemon_asked) daemon_asked = odind_open(NULL, NULL, NULL);
    odind *found = daemon_asked;
    pthread_mutex_unlock(&lock);
    return found;
}

odind *core_daemon(void) { return started ? daemon_asked : NULL; }

OdinAudioStreamConfig core_output(void) { return output; }

static bool is_there(odind *daemon) {
    return daemon && !odin_is_error(core_call(daemon, "ServerService/GetInfo", cJSON_CreateObject(), NULL));
}

bool odin_startup(const char *version) { return odin_startup_ex(version, (OdinAudioStreamConfig){48000, 1}); }

bool odin_startup_ex(const char *version, OdinAudioStreamConfig output_config) {
    if (!version || strncmp(version, "1.6", 3) || !is_there(core_daemon_for_tokens())) return false;
    if (output_config.sample_rate < 8000 || output_config.sample_rate > 192000) return false;
    if (output_config.channel_count < 1 || output_config.channel_count > 2) return false;
    pthread_mutex_lock(&lock);
    if (!started++) output = output_config;
    pthread_mutex_unlock(&lock);
    return true;
}

void odin_shutdown(void) {
    pthread_mutex_lock(&lock);
    bool is_last = started == 1;
    pthread_mutex_unlock(&lock);
    for (size_t handle; is_last && (handle = core_first(CORE_ROOM));) odin_room_destroy(handle);
    for (size_t handle; is_last && (handle = core_first(CORE_MEDIA));) odin_media_stream_destroy(handle);
    for (size_t handle; is_last && (handle = core_first(CORE_RESAMPLER));) odin_resampler_destroy(handle);
    pthread_mutex_lock(&lock);
    if (started) started--;
    pthread_mutex_unlock(&lock);
}
