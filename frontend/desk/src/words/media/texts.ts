import { texts } from '../pairs'

/** Media by their code. */
export default texts('medium', {
  voice: ['电话', 'Call'],
  voicemail: ['留言', 'Voicemail'],
  callback: ['回呼', 'Call back'],
  chat: ['在线聊天', 'Chat'],
  email: ['邮件', 'E-mail'],
  fax: ['传真', 'Fax'],
  task: ['任务', 'Task'],
  web: ['网页通话', 'Web call'],
})
