import { words } from '$/words/words';

export const w = words({
  title: ['今日', 'Today'],
  greeting: ['{date}', '{date}'],
  overdue: ['已逾期', 'Overdue'],
  dueSoon: ['七天内到期', 'Due within seven days'],
  open: ['可以办理', 'Can be done'],
  notOpen: ['尚未开放', 'Not open yet'],
  backTally: ['被退回', 'Sent back'],
  mine: ['我的待办', 'My duties'],
  mineEmpty: ['没有要办的事', 'Nothing to do'],
  mineEmptyText: ['到期前会在这里提醒，也会发邮件。', 'What becomes due shows up here, and by mail.'],
  others: ['本部门其他人员的待办', 'Duties of others in the department'],
  everybody: ['各部门待办', 'Duties of all departments'],
  changes: ['上次来过以后的变化', 'Changes since your last visit'],
  changesEmpty: ['没有变化', 'Nothing has changed'],
  changesFirst: ['从现在起，这里会列出变化。', 'From now on, changes are listed here.'],
  sentBack: ['退回', 'Sent back'],
  extended: ['原定 {date}', 'first due {date}'],
  later: ['还有 {count} 项以后办理', '{count} more, later'],
  hideLater: ['收起', 'Show less'],
  revision: ['第 {number} 版', 'revision {number}'],
});
