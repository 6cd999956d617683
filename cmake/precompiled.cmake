# Precompiled headers. Most of the time of a compilation goes into the headers of gRPC, Protobuf and the generated contracts: with these
# precompiled, a handler compiles in half of the time, and a test or a command in a third.
#
#   pure      the messages of type/v1 and Abseil, for common/'s base and the domains, which must not see gRPC
#   services  and gRPC
#   cli       the same for the command line, which like the tests is compiled without optimization: that takes most of the rest of its time
#   tests     and GoogleTest
#
# CLI11 is in none of them: it has objects in its header that every file which includes it makes anew, in four seconds. For the command
# line's many verbs cli/verb.h stands in front of it.
#
# A service's own contract is in none of them: it would save its readers up to a second each, and each of its changes would compile the whole
# tree anew.
#
# A precompiled header fits only where it was made with the same flags: each has an object library here, whose header targets of the same
# flags take over (REUSE_FROM).

set(LIANFANG_PURE_HEADERS
  <algorithm> <functional> <map> <memory> <optional> <set> <string> <utility> <vector>
  <absl/status/statusor.h> <absl/strings/str_cat.h> <absl/time/civil_time.h> <absl/time/time.h>
  <lianfang/type/v1/plan.pb.h>)
set(LIANFANG_SERVICE_HEADERS ${LIANFANG_PURE_HEADERS} <absl/synchronization/mutex.h> <grpcpp/grpcpp.h>)
set(LIANFANG_TEST_HEADERS ${LIANFANG_SERVICE_HEADERS} <gmock/gmock.h> <gtest/gtest.h>)

# precompile(name options headers...): the object library `lianfang_precompiled_<name>`.
function(precompile name options)
  set(target lianfang_precompiled_${name})
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/precompiled/${name}.cc" CONTENT "")
  add_library(${target} OBJECT "${CMAKE_BINARY_DIR}/precompiled/${name}.cc")
  target_link_libraries(${target} PRIVATE lianfang_proto lianfang_flags)
  target_compile_options(${target} PRIVATE ${options})
  target_precompile_headers(${target} PRIVATE ${ARGN})
endfunction()

function(lianfang_precompile)
  precompile(pure "" ${LIANFANG_PURE_HEADERS})
  precompile(services "" ${LIANFANG_SERVICE_HEADERS})
  precompile(cli "${LIANFANG_UNOPTIMIZED}" ${LIANFANG_SERVICE_HEADERS})
  if(LIANFANG_TESTS)
    precompile(tests "${LIANFANG_UNOPTIMIZED}" ${LIANFANG_TEST_HEADERS})
    target_link_libraries(lianfang_precompiled_tests PRIVATE GTest::gmock)
  endif()
endfunction()

# use_precompiled(target name): `target` takes over the header, and the flags that go with it.
function(use_precompiled target name)
  if(name STREQUAL "tests" OR name STREQUAL "cli")
    target_compile_options(${target} PRIVATE ${LIANFANG_UNOPTIMIZED})
  endif()
  if(name STREQUAL "tests")
    target_compile_definitions(${target} PRIVATE GTEST_HAS_PTHREAD=1)  # as GoogleTest's own targets have it
  endif()
  target_link_libraries(${target} PRIVATE lianfang_proto)  # what the header includes must be found
  target_precompile_headers(${target} REUSE_FROM lianfang_precompiled_${name})
endfunction()
