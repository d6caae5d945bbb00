/* The credential of calls: an API key, or the cookie that the daemon leaves for its owner in a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static char *first_line(const char *path) {
    char line[4096] = "";
    FILE *file = fopen(path, "r");
    if (!file) return NULL;
    bool read = fgets(line, sizeof line, file);
    fclose(file);
    line[strcspn(line, "\r\n")] = 0;
    return read && *line ? strdup(line) : NULL;
}

static char *cookie_below(const char *folder, const char *rest) {
    char path[4096];
    if (!folder || !*folder) return NULL;
    if (snprintf(path, sizeof path, "%s/%s", folder, rest) >= (int)sizeof path) return NULL;
    return first_line(path);
}

char *odind_find_bearer(void) {
    const char *key = getenv("ODIND_API_KEY");
    if (key && *key) return strdup(key);
    const char *file = getenv("ODIND_COOKIE_FILE");
    if (file && *file) return first_line(file);
    const char *state = getenv("XDG_STATE_HOME");
    char *found = state && *state ? cookie_below(state, "odind/cookie") : cookie_below(getenv("HOME"), ".local/state/odind/cookie");
    return found ? found : first_line("/var/lib/odind/cookie");
}
