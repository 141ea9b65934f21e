import { texts } from '../words/pairs'

/** The log-in page. */
export default texts('login', {
  title: ['登录', 'Log in'],
  lead: ['电话、网页、留言，都在一个队列里。', 'Calls, web calls and messages in one queue.'],
  username: ['用户名', 'User name'],
  password: ['密码', 'Password'],
  submit: ['登录', 'Log in'],
  busy: ['正在登录…', 'Logging in…'],
  away: ['后台服务暂时没有响应，正在重试…', 'The back office does not answer at the moment; trying again…'],
})
