#include "tests/fuzz/word_pool.h"

namespace lianfang::fuzz {
namespace {

constexpr size_t kWords = 2048;
constexpr size_t kLongestWord = 160;
constexpr int kTextsOfOneMessage = 100;

}  // namespace

void WordPool::Add(const std::string& word) {
  if (word.empty() || word.size() > kLongestWord || !known_.insert(word).second) return;
  if (words_.size() < kWords) {
    words_.push_back(word);
    return;
  }
  known_.erase(words_[next_]);
  words_[next_] = word;
  next_ = (next_ + 1) % kWords;
}

void WordPool::AddTextsOf(const google::protobuf::Message& message) {
  int left = kTextsOfOneMessage;
  Walk(message, left);
}

void WordPool::Walk(const google::protobuf::Message& message, int& left) {
  using google::protobuf::FieldDescriptor;
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count && left > 0; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Walk(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                  : reflection.GetMessage(message, field),
             left);
      } else if (field->type() == FieldDescriptor::TYPE_STRING) {
        Add(field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                 : reflection.GetString(message, field));
        --left;
      }
    }
  }
}

std::string WordPool::Pick(Random& random) const {
  return words_.empty() ? std::string() : words_[random() % words_.size()];
}

}  // namespace lianfang::fuzz
