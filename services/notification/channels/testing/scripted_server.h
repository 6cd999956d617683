// A server of a test's own, written in Python, for as long as the object lives. It prints its port, then lines of its own
// accord; it obeys lines on its standard input, and answers each with a line that begins with the same word.
//
//   ScriptedServer server("services/notification/channels/email/testing/faulty_smtp.py");
//   server.Command("fault quota");
//
// Needs what tests/run provides: its certificate is the mail server's.
#ifndef LIANFANG_SERVICES_NOTIFICATION_CHANNELS_TESTING_SCRIPTED_SERVER_H_
#define LIANFANG_SERVICES_NOTIFICATION_CHANNELS_TESTING_SCRIPTED_SERVER_H_

#include <sys/types.h>

#include <string>
#include <vector>

namespace lianfang::notification {

class ScriptedServer {
 public:
  // Ends the test program when the server does not start.
  explicit ScriptedServer(const std::string& script);
  ~ScriptedServer();

  int port() const { return port_; }

  // Says `command`, and answers what stands behind the first word of the answer. Waits for it.
  std::string Command(const std::string& command);

  // What it has said of its own accord so far.
  const std::vector<std::string>& Lines();

 private:
  // The next line that it says; waits for it.
  std::string ReadLine();

  pid_t process_ = 0;
  int input_ = -1;
  int output_ = -1;
  int port_ = 0;
  std::string unread_;
  std::vector<std::string> lines_;
};

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_CHANNELS_TESTING_SCRIPTED_SERVER_H_
