/* Handles: numbers that are never used twice, for things that live while somebody has them. */
#include <stdlib.h>

#include "core.h"

enum { MOST = 4096 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static core_thing *table[MOST];
static size_t generation;

size_t core_add(core_thing *thing) {
    pthread_mutex_lock(&lock);
    size_t slot = 0;
    while (slot < MOST && table[slot]) slot++;
    if (slot < MOST) {
        table[slot] = thing;
        thing->handle = ++generation * MOST + slot;
        thing->holders = 2;
    }
    pthread_mutex_unlock(&lock);
    return thing->handle;
}

static core_thing *find(size_t handle, core_kind kind) {
    core_thing *thing = table[handle % MOST];
    return thing && thing->handle == handle && thing->kind == kind ? thing : NULL;
}

void *core_get(size_t handle, core_kind kind) {
    pthread_mutex_lock(&lock);
    core_thing *thing = find(handle, kind);
    if (thing) thing->holders++;
    pthread_mutex_unlock(&lock);
    return thing;
}

void core_keep(core_thing *thing) {
    pthread_mutex_lock(&lock);
    thing->holders++;
    pthread_mutex_unlock(&lock);
}

void core_put(core_thing *thing) {
    pthread_mutex_lock(&lock);
    bool is_last = --thing->holders == 0;
    pthread_mutex_unlock(&lock);
    if (is_last) thing->discard(thing);
}

bool core_remove(size_t handle, core_kind kind) {
    pthread_mutex_lock(&lock);
    core_thing *thing = find(handle, kind);
    if (thing) table[handle % MOST] = NULL;
    pthread_mutex_unlock(&lock);
    if (thing) core_put(thing);
    return thing;
}

size_t core_first(core_kind kind) {
    size_t handle = 0;
    pthread_mutex_lock(&lock);
    for (size_t slot = 0; slot < MOST && !handle; slot++)
        if (table[slot] && table[slot]->kind == kind) handle = table[slot]->handle;
    pthread_mutex_unlock(&lock);
    return handle;
}
