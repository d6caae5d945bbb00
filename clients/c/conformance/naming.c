#include "naming.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Returns a name in the proto's manner. The caller frees it as cJSON does. */
static char *renamed(const char *name) {
    char *text = cJSON_malloc(2 * strlen(name) + 1), *at = text;
    for (; *name; name++) {
        if (isupper((unsigned char)*name)) *at++ = '_';
        *at++ = (char)tolower((unsigned char)*name);
    }
    *at = 0;
    return text;
}

cJSON *with_names_of_proto(cJSON *answer) {
    cJSON *child;
    cJSON_ArrayForEach(child, answer) {
        if (child->string) {
            char *name = renamed(child->string);
            cJSON_free(child->string);
            child->string = name;
        }
        with_names_of_proto(child);
    }
    return answer;
}
