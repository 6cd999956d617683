// The built web page: which file answers which path, and with which headers. Pure; page_directory.h reads the files.
#ifndef LIANFANG_SERVICES_PORTAL_DOMAIN_PAGE_PAGE_FILES_H_
#define LIANFANG_SERVICES_PORTAL_DOMAIN_PAGE_PAGE_FILES_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/portal/domain/http/message.h"

namespace lianfang::portal {

// What every answer of the portal carries, whoever asks for what.
const std::vector<std::pair<std::string, std::string>>& SecurityFields();

// Thread-safe.
class PageFiles {
 public:
  // Contents by path below the page's directory, such as `assets/main-3f2a.js`; `.gz` and `.br` beside a file are that file, compressed.
  explicit PageFiles(std::map<std::string, std::string> contents);

  // Answers GET or HEAD of a path. A path that is no file's and looks like none is the page's own affair (history routing) and gets
  // index.html; one that looks like a file's gets 404. Nothing but the files given can ever be answered: no path reaches the file system.
  HttpReply Answer(const HttpHead& head) const;

 private:
  struct File {
    std::shared_ptr<const std::string> plain, gzip, brotli;
    std::string type;
    std::string etag;
  };

  HttpReply AnswerFile(const HttpHead& head, const File& file, bool for_ever) const;

  std::map<std::string, File, std::less<>> files_;
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_DOMAIN_PAGE_PAGE_FILES_H_
