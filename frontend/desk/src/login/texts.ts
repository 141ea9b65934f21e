import { texts } from '../words/pairs'

/** The log-in page. */
export default texts('login', {
  title: ['登录', 'Log in'],
  username: ['用户名', 'User name'],
  password: ['密码', 'Password'],
  code: ['验证码', 'Authenticator code'],
  submit: ['登录', 'Log in'],
  busy: ['正在登录…', 'Logging in…'],
  ended_forced: ['班长已将您退出登录。', 'A shift leader has logged you out.'],
  ended_expired: ['登录已失效，请重新登录。', 'Your log-in has ended; please log in again.'],
  away: ['后台服务暂时没有响应，正在重试…', 'The back office does not answer at the moment; trying again…'],
})
