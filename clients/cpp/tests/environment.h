// Variables of the environment that a test sets.
#pragma once

#include <cstdlib>
#include <string>

// Takes away the variables that lead to a daemon of the machine, then sets another.
class CleanEnvironment {
 public:
  CleanEnvironment() {
    for (const char* name :
         {"ODIND_TARGET", "ODIND_API_KEY", "ODIND_COOKIE_FILE", "ODIND_TLS_CA", "ODIND_TLS_CERT",
          "ODIND_TLS_KEY", "RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR", "STATE_DIRECTORY"}) {
      ::unsetenv(name);
    }
  }
  CleanEnvironment(const char* name, const std::string& value) : CleanEnvironment() {
    ::setenv(name, value.c_str(), 1);
  }
};
