import { words } from '$/words/words';

export const w = words({
  title: ['催报预告', 'What will be sent'],
  text: ['今后 {days} 天将发出的催报。', 'Reminders of the next {days} days.'],
  days: ['天数', 'Days'],
  empty: ['这段时间没有催报', 'Nothing is to be sent in this time'],
  to: ['收件人', 'To'],
  copy: ['抄送', 'copy'],
  subject: ['主题', 'Subject'],
  about: ['事项', 'About'],
  further: ['另有 {count} 项', '{count} more'],
  when: ['发送时间', 'When'],
  acknowledged: ['已知悉', 'acknowledged'],
});
