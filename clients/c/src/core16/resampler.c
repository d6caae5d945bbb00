/* Resamplers, by SpeexDSP, in this process. */
#include <speex/speex_resampler.h>
#include <stdlib.h>

#include "core.h"

enum { QUALITY = 7 };

typedef struct resampler {
    core_thing thing;
    pthread_mutex_t lock;
    SpeexResamplerState *state;
    uint32_t from, to;
    unsigned channels;
} resampler;

static void discard(core_thing *thing) {
    resampler *one = (resampler *)thing;
    if (one->state) speex_resampler_destroy(one->state);
    pthread_mutex_destroy(&one->lock);
    free(one);
}

OdinResamplerHandle odin_resampler_create(uint32_t from_rate, uint32_t to_rate, uint16_t channel_count) {
    int failed = 0;
    resampler *one = calloc(1, sizeof *one);
    if (!one) return 0;
    *one = (resampler){.thing = {.kind = CORE_RESAMPLER, .discard = discard}, .from = from_rate, .to = to_rate, .channels = channel_count};
    pthread_mutex_init(&one->lock, NULL);
    one->state = speex_resampler_init(channel_count, from_rate, to_rate, QUALITY, &failed);
    if (!one->state || !core_add(&one->thing)) {
        discard(&one->thing);
        return 0;
    }
    size_t handle = one->thing.handle;
    core_put(&one->thing); /* the table has it */
    return handle;
}

static OdinReturnCode process(resampler *one, const float *input, size_t input_len, float *output, size_t *capacity) {
    spx_uint32_t in = (spx_uint32_t)(input_len / one->channels);
    size_t needed = ((size_t)in * one->to / one->from + 2) * one->channels;
    if (*capacity < needed) {
        *capacity = needed;
        return core_refuse("BUFFER_TOO_SMALL", "the buffer is too small for what is resampled; output_capacity says what it takes");
    }
    spx_uint32_t out = (spx_uint32_t)(*capacity / one->channels);
    speex_resampler_process_interleaved_float(one->state, input, &in, output, &out);
    *capacity = (size_t)out * one->channels;
    return (OdinReturnCode)*capacity;
}

OdinReturnCode odin_resampler_process(OdinResamplerHandle handle, const float *input, size_t input_len, float *output,
                                      size_t *output_capacity) {
    resampler *one = core_get(handle, CORE_RESAMPLER);
    if (!one) return core_refuse("HANDLE_UNKNOWN", "there is no such resampler");
    pthread_mutex_lock(&one->lock);
    OdinReturnCode code = process(one, input, input_len, output, output_capacity);
    pthread_mutex_unlock(&one->lock);
    core_put(&one->thing);
    return code;
}

OdinReturnCode odin_resampler_destroy(OdinResamplerHandle handle) {
    return core_remove(handle, CORE_RESAMPLER) ? 0 : core_refuse("HANDLE_UNKNOWN", "there is no such resampler");
}
