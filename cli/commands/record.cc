// `lianfang record`: records that departments exchange, and linking them.
#include "cli/commands/nouns.h"
#include "cli/commands/record_verbs.h"

namespace lianfang::cli {

void RecordVerbs(CLI::App& noun, Session& session) {
  RecordImportVerbs(noun, session);
  RecordReadVerbs(noun, session);
  RecordFigureVerbs(noun, session);
  RecordLinkVerbs(noun, session);
}

}  // namespace lianfang::cli
