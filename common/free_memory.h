// Gives memory that a process has freed back to the system.
#ifndef LIANFANG_COMMON_FREE_MEMORY_H_
#define LIANFANG_COMMON_FREE_MEMORY_H_

namespace lianfang {

// For the end of a start that took much more memory than the process needs from then on. Allocators keep freed pages for reuse: jemalloc
// gives them back with later allocations alone, so an idle process would keep them. Takes some milliseconds. Thread-safe.
void ReturnFreeMemory();

}  // namespace lianfang

#endif  // LIANFANG_COMMON_FREE_MEMORY_H_
