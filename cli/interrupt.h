// ^C while something is worked out that must leave nothing half done.
//
//   const Interrupt interrupt;                      // ^C is noted from here on, and ends the program no more
//   Linked linked = LinkRecords(…, {.stopped = interrupt.flag()});
//   if (interrupt.flag()()) return session.Interrupted();
#ifndef LIANFANG_CLI_INTERRUPT_H_
#define LIANFANG_CLI_INTERRUPT_H_

#include <csignal>
#include <functional>

namespace lianfang::cli {

// While it lives, the first SIGINT is noted; the second one ends the program as it always does. Where SIGINT was ignored, as shells have it ignored
// for what they start in the background, it still is. One at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  // Whether it came. From any thread; may outlive this.
  std::function<bool()> flag() const;

 private:
  struct sigaction before_ = {};
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_INTERRUPT_H_
