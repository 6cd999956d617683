# The kinds of target of this project. File lists are explicit: a file that nobody names is not built. PRECOMPILED names one of the
# headers of precompiled.cmake; without it, what a library is called decides: `…_domain` is pure, `…_testing` and `…_conformance` belong to
# the tests, everything else to the services.

# Beside tests and the command line, which spend no time in code of their own.
set(LIANFANG_UNOPTIMIZED -O0 -U_FORTIFY_SOURCE)

# A program that is shipped goes without code that nothing calls and without copies of one function whose
# address nobody compares (deploy/image-test holds the image to a size).
set(LIANFANG_SHIPPED -Wl,--gc-sections -Wl,--icf=safe -Wl,-O2)

# lianfang_library(name SOURCES ... [DEPS ...] [PRECOMPILED ...]): a static library under our warnings.
function(lianfang_library name)
  cmake_parse_arguments(ARG "" "PRECOMPILED" "SOURCES;DEPS" ${ARGN})
  if(NOT ARG_PRECOMPILED)
    if(name MATCHES "_domain$")
      set(ARG_PRECOMPILED pure)
    elseif(name MATCHES "_testing$|_conformance$")
      set(ARG_PRECOMPILED tests)
    else()
      set(ARG_PRECOMPILED services)
    endif()
  endif()
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} PRIVATE lianfang_flags)
  target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  use_precompiled(${name} ${ARG_PRECOMPILED})
endfunction()

# lianfang_binary(name [SHIPPED] SOURCES ... [DEPS ...] [PRECOMPILED ...]): a program; SHIPPED, if images and packages carry it.
function(lianfang_binary name)
  cmake_parse_arguments(ARG "SHIPPED" "PRECOMPILED" "SOURCES;DEPS" ${ARGN})
  if(NOT ARG_PRECOMPILED)
    set(ARG_PRECOMPILED services)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} lianfang_flags)
  if(ARG_SHIPPED AND NOT LIANFANG_SANITIZE)
    target_link_options(${name} PRIVATE ${LIANFANG_SHIPPED})
  endif()
  use_precompiled(${name} ${ARG_PRECOMPILED})
endfunction()

# lianfang_suite(name SOURCES ... [DEPS ...]): tests that several programs run, such as those of every implementation of a store. An object
# library: tests register themselves, which the linker would drop from a static one.
function(lianfang_suite name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_library(${name} OBJECT ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} GTest::gmock PRIVATE lianfang_flags)
  use_precompiled(${name} tests)
endfunction()

# lianfang_test(name SOURCES ... [DEPS ...] [LABELS unit|store|integration]): a GoogleTest program, which ctest runs as one: to start a
# process for each of some 1,600 tests takes longer than most of the tests. tests/lib/ctest.sh counts them one by one.
# Tests labelled `store` or `integration` need servers, which tests/run starts; without a label a test is `unit` and needs none.
function(lianfang_test name)
  if(NOT LIANFANG_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;LABELS" ${ARGN})
  if(NOT ARG_LABELS)
    set(ARG_LABELS unit)
  endif()
  lianfang_binary(${name} SOURCES ${ARG_SOURCES} DEPS ${ARG_DEPS} GTest::gmock GTest::gtest_main PRECOMPILED tests)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 600)
endfunction()
